# language: fr
@PSC
Fonctionnalité: Ce qui reste sur le poste
  Un poste qu'on quitte se referme sans perdre le travail en cours ; un jeton n'y reste pas.

  @PSC-13 @negatif @capacite.psc.navigateur @capacite.session.locale @capacite.stockage
  Scénario: Aucun jeton n'est gardé après la déconnexion
    Étant donné un professionnel dont un compte local connaît le RPPS
    Et le professionnel s'est identifié avec Pro Santé Connect dans le navigateur
    Et le logiciel dit où il garde ses données sur le poste
    Quand le professionnel se déconnecte
    Alors l'action est acceptée
    Et aucun jeton n'est gardé sur le poste

  @PSC-14 @capacite.session.locale @capacite.horloge.avancer @capacite.brouillon
  Plan du Scénario: Un poste laissé sans personne se ferme et garde le travail en cours, session ouverte <moyen>
    Étant donné que le logiciel ferme sa session après 5 minutes sans personne
    Et un professionnel dont un compte local connaît le RPPS
    Et le professionnel <ouverture>
    Et le professionnel a commencé un message "Cher confrère, je vous adresse"
    Quand le poste reste 4 minutes 50 sans personne
    Alors la session du logiciel est toujours ouverte
    Quand le poste reste 20 secondes de plus sans personne
    Alors la session du logiciel est fermée
    Quand le professionnel <reprise>
    Alors l'action est acceptée
    Et le message commencé est intact

    Exemples:
      | moyen                | ouverture                                  | reprise                                  |
      | avec le compte local | a ouvert une session avec son compte local | ouvre une session avec son compte local  |

    @capacite.psc.navigateur
    Exemples:
      | moyen                  | ouverture                                                 | reprise                                                 |
      | avec Pro Santé Connect | s'est identifié avec Pro Santé Connect dans le navigateur | s'identifie avec Pro Santé Connect dans le navigateur   |
